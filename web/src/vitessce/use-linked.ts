import { useLayoutEffect, useRef } from "react";
import { useCoordination, useCoordinationScopes, type Scopes } from "vitessce";
import { view } from "../state/view";
import { asked, coordinated, LINKED_NAMES } from "./coordination";

const setter = (name: string) => `set${name[0]!.toUpperCase()}${name.slice(1)}`;

/**
 * Keeps the page's view and Vitessce's coordination one, both ways. Both change within the same task: a later effect
 * would bring back an older time while a movie plays.
 */
export function useLinked(raw: Scopes): void {
  const scopes = useCoordinationScopes(raw);
  const [values, set] = useCoordination(LINKED_NAMES, scopes);
  const latest = useRef({ values, set });
  latest.current = { values, set };
  useLayoutEffect(() => view.set(asked(values)), LINKED_NAMES.map((name) => values[name]));
  useLayoutEffect(() => view.subscribe(() => {
    const wanted = coordinated(view.get());
    for (const name of LINKED_NAMES) if (!Object.is(latest.current.values[name], wanted[name])) latest.current.set[setter(name)]?.(wanted[name]);
  }), []);
}
