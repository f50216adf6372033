// Starts `lca serve` on a free port for the tests.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** The address of a server that serves these atlases, and how to end it. */
export async function serve(lca, atlases, studies) {
  const child = spawn(lca, ["serve", ...atlases, ...studies.flatMap((study) => ["--study", study]), "--port", "0", "--json"], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`${lca} serve ended with ${code}`)));
  });
  ended.catch(() => undefined);
  const listening = (async () => {
    for await (const line of createInterface({ input: child.stdout })) {
      const { event, url } = JSON.parse(line);
      if (event === "serving") return url.replace(/\/$/, "");
    }
    return new Promise(() => undefined);
  })();
  return { url: await Promise.race([listening, ended]), end: () => child.kill("SIGINT") };
}
