import type { Atlas, AtlasName, Session } from "../api/types";
import { useText } from "../i18n/use-text";
import { RunButton } from "../runs/RunButton";
import { DEFAULT_VIEW, useView, view, type Drawer } from "../state/view";

const [NAME, SHORT] = ["Live Cell Atlas", "LCA"];
const DRAWERS: readonly Drawer[] = ["corrections", "runs", "query"];

export function Header({ atlas, atlases, session }: { atlas: Atlas; atlases: AtlasName[]; session: Session }) {
  const text = useText();
  const { drawer, lang, theme, layout } = useView((v) => v);
  return (
    <header className="top">
      <a className="skip" href="#main">{text("skip")}</a>
      <span className="brand" title={NAME}>{SHORT}</span>
      <h1 title={atlas.description}>{atlas.title}</h1>
      {atlases.length > 1 && (
        <select aria-label={text("atlas")} value={atlas.id} onChange={(event) => view.set({ ...DEFAULT_VIEW, lang, theme, atlas: event.target.value })}>
          {atlases.map((one) => <option key={one.id} value={one.id}>{one.id}</option>)}
        </select>
      )}
      <span className="room" />
      {session.role === "editor" && atlas.runnable && <RunButton atlas={atlas.id} />}
      {DRAWERS.map((one) => <button key={one} type="button" aria-pressed={drawer === one} onClick={() => view.set({ drawer: drawer === one ? "none" : one })}>{text(`drawer_${one}`)}</button>)}
      <button type="button" aria-pressed={layout === "grid"} title={text("freeHelp")} onClick={() => view.set({ layout: layout === "grid" ? "page" : "grid" })}>{text("free")}</button>
      <button type="button" aria-pressed={theme === "dark"} onClick={() => view.set({ theme: theme === "dark" ? "light" : "dark" })}>{text("dark")}</button>
      <button type="button" lang={lang === "en" ? "ja" : "en"} onClick={() => view.set({ lang: lang === "en" ? "ja" : "en" })}>{lang === "en" ? "日本語" : "English"}</button>
    </header>
  );
}
