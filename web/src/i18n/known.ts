import { en, type Key } from "./en";
import type { Text } from "./use-text";

/** A word of the server in the reader's language, where the page knows it; else as it came. */
export const known = (text: Text, sort: "run" | "verdict" | "role", word: string) => (Object.hasOwn(en, `${sort}_${word}`) ? text(`${sort}_${word}` as Key) : word);
