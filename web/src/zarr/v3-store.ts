/** A Zarr store over HTTP, as zarrita asks for one. */
export interface Store {
  get(key: string): Promise<Uint8Array | undefined>;
  getRange(key: string, range: { offset: number; length: number } | { suffixLength: number }): Promise<Uint8Array | undefined>;
}

// Vitessce looks for the files of Zarr v2 first. Atlases are v3, so these are known not to be there without asking.
const OLD = /\/\.z(attrs|group|array|metadata)$/;

/** Reads an element of an atlas. Chunks that were never written are absent, which Zarr reads as the fill value. */
export function v3Store(url: string): Store {
  const root = url.replace(/\/$/, "");
  async function read(key: string, range?: string): Promise<Uint8Array | undefined> {
    if (OLD.test(key)) return undefined;
    const answer = await fetch(root + key, range ? { headers: { range } } : {});
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}: ${root}${key}`);
    return new Uint8Array(await answer.arrayBuffer());
  }
  return {
    get: (key) => read(key),
    getRange: (key, range) => read(key, "suffixLength" in range ? `bytes=-${range.suffixLength}` : `bytes=${range.offset}-${range.offset + range.length - 1}`),
  };
}
