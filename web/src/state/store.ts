import { useSyncExternalStore } from "react";

/** A value that many views share. */
export interface Store<T> {
  get(): T;
  set(change: Partial<T>): void;
  subscribe(listener: () => void): () => void;
}

export function createStore<T extends object>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set(change) {
      const changed = Object.entries(change).some(([name, next]) => !Object.is(value[name as keyof T], next));
      if (!changed) return;
      value = { ...value, ...change };
      listeners.forEach((listener) => listener());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** One part of a store; the component is drawn again when that part changes. */
export function useStore<T, R>(store: Store<T>, part: (value: T) => R): R {
  return useSyncExternalStore(store.subscribe, () => part(store.get()));
}
