import { PluginViewType, type PluginViewProps } from "vitessce";
import { PANELS, type PanelName } from "../app/panels";
import { PanelPlace } from "../plot/place";
import { LINKED_NAMES } from "./coordination";
import { CELLS_LINKED, useLinkedCells } from "./use-linked-cells";
import { useLinked } from "./use-linked";
import { useMargin } from "./use-margin";

/** The name of one of our views among Vitessce's. */
export const viewName = (panel: PanelName) => `lca${panel[0]!.toUpperCase()}${panel.slice(1)}`;

const COORDINATED: readonly string[] = [...LINKED_NAMES, ...CELLS_LINKED];

function pluginView(panel: PanelName): PluginViewType {
  const Content = PANELS[panel];
  return new PluginViewType(viewName(panel), ({ coordinationScopes, removeGridComponent, states }: PluginViewProps & { states?: string[] }) => {
    useLinked(coordinationScopes);
    useLinkedCells(coordinationScopes, states ?? NONE);
    useMargin(coordinationScopes);
    return <PanelPlace value={{ close: removeGridComponent }}><Content /></PanelPlace>;
  }, ["dataset", ...COORDINATED]);
}

const NONE: string[] = [];

/** Lineage and tracks, network and model, as views of Vitessce. */
export const pluginViews = (Object.keys(PANELS) as PanelName[]).map(pluginView);
