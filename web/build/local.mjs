// Vitessce would load its Parquet reader from another host. The page asks no other host for anything, so that
// import is taken out; points in Parquet come from the server's own API.
import { readFile } from "node:fs/promises";

const FOREIGN = /import\(\s*(?:\/\*[^*]*\*\/\s*)?"https?:\/\/[^"]*"\s*\)/g;
const REFUSED = 'Promise.reject(new Error("nothing is loaded from other hosts"))';

export const local = {
  name: "local",
  setup(build) {
    build.onLoad({ filter: /vitessce\/dist\/index-psiMcK01\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = text.replace(FOREIGN, REFUSED);
      if (contents === text) throw new Error(`${path}: the import from another host is not where it was`);
      return { contents, loader: "js" };
    });
  },
};
