import { client } from "../api/client";
import type { NewCorrection } from "../api/types";
import { notice } from "../app/notice";
import { corrections } from "./list";

/** Sends a correction and shows it in the list; what the server refuses is told. */
export async function correct(atlas: string, one: NewCorrection): Promise<void> {
  await attempt(atlas, () => client.correct(atlas, one));
}

export const undo = (atlas: string, id: number) => attempt(atlas, () => client.undo(atlas, id));
export const redo = (atlas: string, id: number) => attempt(atlas, () => client.redo(atlas, id));

async function attempt(atlas: string, act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
    await corrections.read(atlas);
  } catch (error) {
    notice(error);
  }
}
