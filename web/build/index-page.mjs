// Writes dist/index.html, which names the built files.
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";

export const writeIndex = (dist) => ({
  name: "index-page",
  setup(build) {
    build.onEnd(async ({ metafile, errors }) => {
      if (errors.length) return;
      const names = Object.entries(metafile.outputs).filter(([, output]) => output.entryPoint === "src/main.tsx");
      const [path, { cssBundle }] = names[0];
      const text = await readFile(new URL("../index.html", import.meta.url), "utf8");
      const whole = text.replace("PAGE.js", basename(path)).replace("PAGE.css", basename(cssBundle));
      await writeFile(`${dist}index.html`, whole);
    });
  },
});
