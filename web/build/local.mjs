// What of Vitessce is changed as it is taken in, each where it is found or not at all.
//
// Vitessce would load its Parquet reader from another host. The page asks no other host for anything, so that
// import is taken out; points in Parquet come from the server's own API.
//
// Its scale bar takes every coordinate for micrometres, which those of tissues often are not: pixels, most of them. No bar is
// better than a wrong one.
import { readFile } from "node:fs/promises";

const FOREIGN = /import\(\s*(?:\/\*[^*]*\*\/\s*)?"https?:\/\/[^"]*"\s*\)/g;
const REFUSED = 'Promise.reject(new Error("nothing is loaded from other hosts"))';

const SCALE_BAR = /this\.createScaleBarLayer\(\),/g;

export const local = {
  name: "local",
  setup(build) {
    build.onLoad({ filter: /vitessce\/dist\/index-psiMcK01\.js$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      const contents = [[FOREIGN, REFUSED], [SCALE_BAR, "null,"]].reduce((whole, [from, to]) => {
        const changed = whole.replace(from, to);
        if (changed === whole) throw new Error(`${path}: ${from} is not where it was`);
        return changed;
      }, text);
      return { contents, loader: "js" };
    });
  },
};
