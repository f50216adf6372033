import { fromQuery, toQuery } from "./url";
import { DEFAULT_VIEW, view, type View } from "./view";

/** Reads the view from the address and from then on writes each change back to it. */
export function keepInAddress(preferred: Partial<View>): void {
  const defaults = { ...DEFAULT_VIEW, ...preferred };
  view.set({ ...defaults, ...fromQuery(location.search) });
  let due = 0;
  view.subscribe(() => {
    clearTimeout(due);
    // Browsers limit how often an address may change; playback would exceed that.
    due = window.setTimeout(() => {
      const query = toQuery(view.get(), defaults);
      history.replaceState(null, "", query ? `?${query}` : location.pathname);
    }, 250);
  });
  addEventListener("popstate", () => view.set({ ...defaults, ...fromQuery(location.search) }));
}
