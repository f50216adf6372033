import { createContext, useContext } from "react";

/** Where a panel stands: in the page, or in a grid whose views can be moved and closed. */
const Place = createContext<{ close: (() => void) | null } | null>(null);
export const PanelPlace = Place.Provider;
export const usePanelPlace = () => useContext(Place);
