import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Vitessce, type ConfigJson } from "vitessce";
import { useAsked } from "../api/use-asked";
import { useBench } from "../app/bench";
import { say } from "../app/notice";
import { shownPanels } from "../app/panels";
import { placesOf } from "../cells/places";
import { tableInfo } from "../cells/table-info";
import { useText } from "../i18n/use-text";
import { save } from "../pen/save";
import { useView, view } from "../state/view";
import { coordinationTypes } from "../vitessce/coordination";
import { gridConfig } from "../vitessce/grid-config";
import { nothingFromElsewhere } from "../vitessce/nothing-from-elsewhere";
import { pluginViews } from "../vitessce/plugin-views";
import { storesFor } from "../vitessce/stores";

const ROW = 125;

/** A configuration as it was saved; throws where it is none. Its data are those of the atlas that is open now. */
function layoutOf(words: string): ConfigJson {
  const config = JSON.parse(words) as ConfigJson;
  if (!Array.isArray(config.layout) || config.layout.length === 0) throw new Error("no views");
  return config;
}

/** How many rows of the grid a configuration fills. */
const rowsOf = (config: ConfigJson) => config.layout.reduce((most, { y, h }) => Math.max(most, y + h), 1);

/** All views in one grid of Vitessce, where they can be moved, resized and closed. */
export default function Grid() {
  const text = useText();
  const bench = useBench();
  const { theme, lang } = useView((v) => v);
  const { atlas, table } = bench;
  const info = useAsked(table && `${atlas.id} ${table.url}`, () => tableInfo(atlas.id, table!.name));
  const places = useAsked(info.value?.place ? `${info.value.url} places` : null, () => placesOf(info.value!.url, info.value!.place!));
  // Views that read longest are here when those of movie and model are.
  const panels = shownPanels(bench).join(" ");
  const waiting = info.waiting || places.waiting || bench.scene.waiting || bench.modelled.waiting;
  const [opened, open] = useState<{ times: number; config: ConfigJson | null }>({ times: 0, config: null });
  const config = useMemo(() => {
    const own = waiting ? null : gridConfig(atlas.title, shownPanels(bench), info.value && { info: info.value, places: places.value }, view.get());
    return own && opened.config ? { ...opened.config, datasets: own.datasets } : own;
  }, [waiting, atlas.id, panels, info.value, places.value, opened, lang]);
  const stores = useMemo(() => (config ? storesFor(config) : {}), [config]);
  const now = useRef<ConfigJson | null>(null);
  useEffect(() => { now.current = config; }, [config]);
  // One function for good: to a new one Vitessce tells the configuration it began with.
  const changed = useCallback((config: ConfigJson) => { now.current = config; }, []);
  if (!config) return <p className="waiting">{info.failure ?? places.failure ?? text("loading")}</p>;
  const keep = () => save("vitessce.json", new Blob([JSON.stringify(now.current, null, 2)], { type: "application/json" }));
  const bring = (file: File | undefined) => void file?.text().then((words) => open({ times: opened.times + 1, config: layoutOf(words) })).catch(() => say(text("noConfig")));
  return (
    <>
      <p className="free-tools">{text("freeHelp")}<span className="room" />
        <button type="button" onClick={() => open({ times: opened.times + 1, config: null })}>{text("reset")}</button>
        <button type="button" onClick={keep}>{text("saveConfig")}</button>
        <label className="button">{text("openConfig")}<input className="for-readers" type="file" accept=".json,application/json" onChange={(event) => bring(event.target.files?.[0])} /></label>
      </p>
      <Vitessce key={opened.times} config={config} stores={stores} theme={theme} height={ROW * rowsOf(config)} pluginViewTypes={pluginViews} pluginCoordinationTypes={coordinationTypes}
        pluginAsyncFunctions={nothingFromElsewhere} onConfigChange={changed} />
    </>
  );
}
