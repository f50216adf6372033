import { en, type Key } from "./en";
import type { Text } from "./use-text";

/** The heads of a table in the reader's language; names from the data stay as they are. */
export const heads = (text: Text, columns: string[]) => columns.map((name) => (Object.hasOwn(en, `col_${name}`) ? text(`col_${name}` as Key) : name));
