import { useEffect, useRef } from "react";
import { useCoordination, useCoordinationScopes, type Scopes } from "vitessce";

const ROOM = 0.3;

/**
 * Vitessce's first zoom of a map puts the outermost cells on its edges, and comes back as long as the map's middle stands
 * where Vitessce put it. This gives them room, once, and moves the middle by nothing that can be seen.
 */
export function useMargin(raw: Scopes): void {
  const [{ embeddingZoom: zoom, embeddingTargetX: x }, set] = useCoordination(["embeddingZoom", "embeddingTargetX"], useCoordinationScopes(raw));
  const given = useRef(false);
  useEffect(() => {
    if (given.current || typeof zoom !== "number" || typeof x !== "number") return;
    given.current = true;
    set.setEmbeddingTargetX?.(x + 1e-6);
    set.setEmbeddingZoom?.(zoom - ROOM);
  }, [zoom, x]);
}
