import { createStore, useStore } from "../state/store";

/** Cells chosen in the movie for a correction: frame and number in the mask of that frame, in the order chosen. */
export interface PickedCell { t: number; label: number }

const store = createStore<{ cells: PickedCell[] }>({ cells: [] });

export const picked = {
  /** Chooses a cell: together with those chosen before, or alone. */
  add(cell: PickedCell, more: boolean): void {
    const others = more ? store.get().cells.filter((one) => one.t !== cell.t || one.label !== cell.label) : [];
    store.set({ cells: [...others, cell].slice(-4) });
  },
  clear: () => store.set({ cells: [] }),
};

export const usePicked = () => useStore(store, (value) => value.cells);
