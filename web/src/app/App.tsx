import { useEffect } from "react";
import { client } from "../api/client";
import type { AtlasName } from "../api/types";
import { useAsked } from "../api/use-asked";
import { CircleView } from "../circle/CircleView";
import { corrections } from "../corrections/list";
import { useText } from "../i18n/use-text";
import { follow, useProgress } from "../runs/progress";
import { useView } from "../state/view";
import { Header } from "./Header";
import { dismiss, notice, useNotice } from "./notice";
import { Workbench } from "./Workbench";

export function App() {
  const text = useText();
  const { atlas: wished, lang, theme } = useView((v) => v);
  const { sequence } = useProgress();
  const start = useAsked("start", async () => {
    const [session, atlases] = await Promise.all([client.session(), client.atlases()]);
    return { session, atlases };
  });
  const others = start.value?.atlases ?? [];
  const id = wished ?? others[0]?.id ?? null;
  const atlas = useAsked(id && `${id} ${sequence}`, () => client.atlas(id!));
  const known = atlas.value?.id === id ? id : null;
  useEffect(() => { document.documentElement.lang = lang; }, [lang]);
  useEffect(() => { document.documentElement.dataset.theme = theme; }, [theme]);
  useEffect(() => {
    if (known === null) return;
    corrections.read(known).catch(notice);
    return follow(known);
  }, [known]);
  useEffect(() => { if (atlas.value) document.title = `${atlas.value.title} – Live Cell Atlas`; }, [atlas.value]);
  const failure = start.failure ?? atlas.failure;
  if (start.value && !others.some((one) => one.id === id)) return <NoAtlas wished={wished} atlases={others} />;
  if (failure) return <p className="failure" role="alert">{failure}</p>;
  if (!start.value || !atlas.value) return <p className="waiting">{text("loading")}</p>;
  return (
    <>
      <Header atlas={atlas.value} atlases={start.value.atlases} session={start.value.session} />
      <CircleView circle={atlas.value.circle} />
      <div id="main"><Workbench key={atlas.value.id} atlas={atlas.value} session={start.value.session} /></div>
      <Notice />
    </>
  );
}

function NoAtlas({ wished, atlases }: { wished: string | null; atlases: AtlasName[] }) {
  const text = useText();
  return (
    <main className="no-atlas">
      <h1>{wished === null || atlases.length === 0 ? text("noAtlases") : text("noAtlas", { name: wished })}</h1>
      <ul>{atlases.map((one) => <li key={one.id}><a href={`?atlas=${encodeURIComponent(one.id)}`}>{one.title}</a> <code>{one.id}</code></li>)}</ul>
    </main>
  );
}

function Notice() {
  const text = useText();
  const words = useNotice();
  return words === null ? null : <div className="notice" role="alert">{words} <button type="button" onClick={dismiss}>{text("close")}</button></div>;
}
