import { DARK, LIGHT, type Ink } from "../pen/pen";
import { useView } from "./view";

/** The colours of drawings in the theme of the page. */
export const useInk = (): Ink => (useView((v) => v.theme) === "dark" ? DARK : LIGHT);
