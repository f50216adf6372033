// Parts of Vitessce that this page does not show: volumes in three dimensions, genomes, neuroglancer. They are
// loaded on demand only, so a module that says so stands in their place.
const PARTS = /^three(\/|$)|^@react-three\/|\/higlass-[^/]*\.js$|\/ReactNeuroglancer-[^/]*\.js$|\/index-(CO_38kOj|CjKdDvZm)\.js$/;
const TEXT = 'throw new Error("this part of Vitessce is not in the page");';

export const leftOut = {
  name: "left-out",
  setup(build) {
    build.onResolve({ filter: PARTS }, ({ path }) => ({ path, namespace: "left-out" }));
    build.onLoad({ filter: /.*/, namespace: "left-out" }, () => ({ contents: TEXT }));
  },
};
