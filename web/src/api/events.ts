import { client } from "./client";

export interface StepEvent { id: string; state: string; done?: number; total?: number; message?: string }
export interface Heard {
  commit?: (event: { sequence: number }) => void;
  step?: (event: StepEvent) => void;
  run?: (event: { state: string }) => void;
  correction?: (event: unknown) => void;
}

/** Listens to an atlas' server-sent events until the returned function is called. */
export function listen(atlas: string, heard: Heard): () => void {
  const source = new EventSource(client.eventsUrl(atlas));
  for (const [name, act] of Object.entries(heard)) {
    source.addEventListener(name, (event) => act(JSON.parse((event as MessageEvent<string>).data)));
  }
  return () => source.close();
}
