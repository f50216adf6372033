import { useMemo } from "react";
import { Vitessce } from "vitessce";
import { useView, view } from "../state/view";
import { cellsConfig } from "../vitessce/cells-config";
import { nothingFromElsewhere } from "../vitessce/nothing-from-elsewhere";
import { storesFor } from "../vitessce/stores";
import { CellsStage } from "./CellsStage";
import type { Places } from "./places";
import type { TableInfo } from "./table-info";

/** Vitessce around a table of cells. */
export default function CellsHost({ url, info, places }: { url: string; info: TableInfo; places: Places | null }) {
  const { theme, lang } = useView((v) => v);
  const config = useMemo(() => cellsConfig(url, info, places, view.get().column, view.get().gene), [url, info, places, lang]);
  const stores = useMemo(() => storesFor(config), [config]);
  return (
    <Vitessce config={config} stores={stores} theme={theme} pageMode height={400} pluginAsyncFunctions={nothingFromElsewhere}>
      <CellsStage scopes={config.layout.at(-1)!.coordinationScopes} info={info} />
    </Vitessce>
  );
}
