import { useCallback } from "react";
import { useView, view } from "../state/view";
import { en, type Key } from "./en";
import { fill } from "./fill";
import { ja } from "./ja";

const DICTIONARIES = { en, ja };

export type Text = (key: Key, values?: Record<string, string | number>) => string;

/** The words of the page in the reader's language. */
export function useText(): Text {
  const lang = useView((v) => v.lang);
  return useCallback((key, values) => fill(DICTIONARIES[lang][key] ?? key, values), [lang]);
}

/** The words in the reader's language as of now, outside of what React draws. */
export const textNow: Text = (key, values) => fill(DICTIONARIES[view.get().lang][key], values);
