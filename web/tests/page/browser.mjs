// A browser that fails a test on any error in its console and on any request to another host.
import { chromium } from "playwright-core";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ARGUMENTS = [
  "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
  "--disable-sync", "--enable-unsafe-swiftshader",
];

/** Opens a page, gives it to `act`, and tells what went wrong beside it. */
export async function withPage(server, act, { lang = "en-US" } = {}) {
  const home = await mkdtemp(join(tmpdir(), "lca-page-"));
  const context = await chromium.launchPersistentContext(home, {
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS, viewport: { width: 1600, height: 1000 }, locale: lang,
  });
  const wrong = [];
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (["http:", "https:", "ws:", "wss:"].includes(url.protocol) && url.origin !== new URL(server).origin) wrong.push(`asked another host: ${url}`);
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(120_000);
  // That an atlas is not there is what a test asks for; the browser tells of it all the same.
  const asked = (message) => message.location().url.endsWith("/api/atlases/nope");
  page.on("console", (message) => message.type() === "error" && !asked(message) && wrong.push(`console: ${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => wrong.push(`page: ${error.stack}`));
  try {
    await act(page);
  } finally {
    await context.close();
    await rm(home, { recursive: true, force: true });
  }
  if (wrong.length) throw new Error(`beside the test:\n${[...new Set(wrong)].join("\n")}`);
}
