import type { ReactNode } from "react";
import { usePageModeView } from "vitessce";

/**
 * One of Vitessce's views in a place of the page. What `usePageModeView` gives is a new component at each change of the
 * coordination; as an element it would be made anew each time, and a view that sets its zoom when it is made would
 * never come to rest. Called, it gives the view itself, which stays.
 */
export const usePageView = (uid: string): ReactNode => (usePageModeView(uid) as (() => ReactNode) | undefined)?.() ?? null;
