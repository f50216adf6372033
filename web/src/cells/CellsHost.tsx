import { useMemo } from "react";
import { Vitessce } from "vitessce";
import { useView, view } from "../state/view";
import { cellsConfig } from "../vitessce/cells-config";
import { nothingFromElsewhere } from "../vitessce/nothing-from-elsewhere";
import { storesFor } from "../vitessce/stores";
import { CellsStage } from "./CellsStage";
import type { TableInfo } from "./table-info";

/** Vitessce around a table of cells. */
export default function CellsHost({ url, info }: { url: string; info: TableInfo }) {
  const theme = useView((v) => v.theme);
  const config = useMemo(() => cellsConfig(url, info, view.get().column, view.get().gene), [url, info]);
  const stores = useMemo(() => storesFor(config), [config]);
  return (
    <Vitessce config={config} stores={stores} theme={theme} pageMode height={400} pluginAsyncFunctions={nothingFromElsewhere}>
      <CellsStage scopes={config.layout[0]!.coordinationScopes} info={info} />
    </Vitessce>
  );
}
