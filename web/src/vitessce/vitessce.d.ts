// The parts of Vitessce 4.0.8 that this page calls. Its own declarations name packages that its bundle makes needless.
import type { ComponentType, ReactNode } from "react";

export type Scopes = Record<string, string | string[]>;
export interface ConfigView { readonly view: unknown; setProps(props: Record<string, unknown>): ConfigView }
export interface ConfigScope { setValue(value: unknown): ConfigScope }
export interface ConfigDataset { addFile(file: { fileType: string; url: string; options?: unknown; coordinationValues?: Record<string, unknown> }): ConfigDataset }
export interface ConfigJson {
  layout: (GridPlace & { uid?: string; component: string; coordinationScopes: Scopes })[]; datasets: { files: { url: string }[] }[];
  coordinationSpace?: Record<string, Record<string, unknown>>; [more: string]: unknown;
}
/** Where a view lies in a grid of twelve columns. */
export interface GridPlace { x: number; y: number; w: number; h: number }
export class VitessceConfig {
  constructor(options: { schemaVersion: string; name: string });
  addDataset(name: string): ConfigDataset;
  addView(dataset: ConfigDataset, component: string, extra?: Partial<GridPlace> & { uid?: string; mapping?: string }): ConfigView;
  addCoordination(...types: string[]): ConfigScope[];
  linkViewsByObject(views: ConfigView[], values: Record<string, unknown>, options?: { meta?: boolean; scopePrefix?: string }): VitessceConfig;
  layout(views: unknown): VitessceConfig;
  toJSON(): ConfigJson;
}
export function hconcat(...views: ConfigView[]): unknown;
export function CoordinationLevel(values: unknown[]): unknown;
export class PluginAsyncFunction { constructor(type: string, act: (...given: never[]) => Promise<unknown>) }
/** What Vitessce gives to a view of ours, beside the `props` of its place in the configuration. */
export interface PluginViewProps { coordinationScopes: Scopes; removeGridComponent: (() => void) | null; theme: string; uuid: string }
export class PluginViewType { constructor(name: string, component: ComponentType<PluginViewProps>, coordinationTypes: string[]) }
interface Schema { nullable(): Schema }
export const z: { number(): Schema; string(): Schema };
export class PluginCoordinationType { constructor(name: string, value: unknown, schema: Schema) }
export const Vitessce: ComponentType<{
  config: ConfigJson; theme: string; height?: number; pageMode?: boolean; pluginAsyncFunctions?: PluginAsyncFunction[];
  pluginViewTypes?: PluginViewType[]; pluginCoordinationTypes?: PluginCoordinationType[]; stores?: Record<string, unknown>;
  onWarn?: (warning: string) => void; onConfigChange?: (config: ConfigJson) => void; children?: ReactNode; uid?: string;
}>;
export function usePageModeView(uid: string): ComponentType;
export function useCoordinationScopes(scopes: Scopes): Scopes;
export function useCoordination(names: readonly string[], scopes: Scopes): [Record<string, unknown>, Record<string, (value: unknown) => void>];
export function getInitialCoordinationScopePrefix(dataset: string, type: string): string;
