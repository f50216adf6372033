import { useMemo } from "react";
import { client } from "../api/client";
import type { Atlas, Model, Network } from "../api/types";
import { useAsked } from "../api/use-asked";
import { useView } from "../state/view";
import { chosen, ofKind, problems } from "./named";

const MOST_NODES = 500;

/** The network and the model that are looked at. A model's own reactions are a network as well. */
export interface Modelled {
  models: string[]; modelName: string | null; model: Model | null;
  networks: string[]; networkName: string | null; network: Network | null; networkElement: string | null; failure: string | null; waiting: boolean;
}

export function useModel(atlas: Atlas): Modelled {
  const { model: wishedModel, network: wishedNetwork } = useView((v) => v);
  const models = useMemo(() => problems(atlas).map((one) => one.name), [atlas]);
  const stored = useMemo(() => ofKind(atlas, "network"), [atlas]);
  const modelName = chosen(models, wishedModel);
  const base = `${atlas.id} ${atlas.sequence}`;
  const model = useAsked(modelName && `${base} model ${modelName}`, () => client.model(atlas.id, modelName!));
  const own = model.value?.network.nodes.length && modelName ? [modelName] : [];
  const networks = [...stored.map((one) => one.name), ...own];
  const networkName = chosen(networks, wishedNetwork);
  const element = stored.find((one) => one.name === networkName) ?? null;
  const network = useAsked(element && `${base} network ${element.name}`, () => client.network(atlas.id, element!.name, MOST_NODES));
  return {
    models, modelName, model: modelName ? model.value : null, networks, networkName,
    network: element ? network.value : model.value?.network ?? null, networkElement: element?.path ?? null,
    failure: model.failure ?? network.failure, waiting: model.waiting || network.waiting,
  };
}
