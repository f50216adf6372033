import type { Atlas, Step } from "../api/types";
import { stationName } from "../circle/station-name";
import { STEPS_JA } from "../i18n/steps-ja";
import { when } from "../i18n/when";
import { useText } from "../i18n/use-text";
import { short } from "../plot/ticks";
import { useView, view } from "../state/view";
import { whereSeen } from "./where-seen";

/** Where the figures of a station, or of a step, come from: steps, their values, what they made and from what. */
export function Evidence({ atlas, of }: { atlas: Atlas; of: string }) {
  const text = useText();
  const place = atlas.circle.findIndex((one) => one.station === of);
  const ids = place < 0 ? [of] : atlas.circle[place]!.steps;
  const steps = ids.flatMap((id) => atlas.steps.filter((step) => step.id === id));
  return (
    <>
      <h2>{place < 0 ? of : stationName(text, of, place)}</h2>
      {steps.length === 0 && <p className="note">{text("noEvidence")}</p>}
      {steps.map((step) => <StepCard key={step.id} atlas={atlas} step={step} />)}
    </>
  );
}

function StepCard({ atlas, step }: { atlas: Atlas; step: Step }) {
  const text = useText();
  const lang = useView((v) => v.lang);
  const values = Object.entries(step.values).filter(([, value]) => value === null || typeof value !== "object");
  return (
    <article className="step">
      <h3>{step.id} <span className="kind">{step.kind}</span></h3>
      <p>{(lang === "ja" && STEPS_JA[step.kind]) || step.about}</p>
      {values.length > 0 && <dl>{values.map(([name, value]) => <div key={name}><dt>{name.replaceAll("_", " ")}</dt><dd>{short(value)}</dd></div>)}</dl>}
      {step.elements.length > 0 && <p className="made">{text("made")}: {step.elements.map((path) => <ElementLink key={path} atlas={atlas} path={path} />)}</p>}
      {step.from.length > 0 && <p className="made">{text("from")}: {step.from.map(({ port, step: id }) => <button key={`${port} ${id}`} type="button" className="link" title={port} onClick={() => view.set({ evidence: id })}>{id}</button>)}</p>}
      <p className="key">{step.ended ? when(step.ended, lang) : ""} · <code title={step.key}>{step.key.slice(0, 12)}</code></p>
    </article>
  );
}

function ElementLink({ atlas, path }: { atlas: Atlas; path: string }) {
  const seen = whereSeen(atlas, path);
  if (!seen) return <code>{path}</code>;
  return <button type="button" className="link" onClick={() => { view.set(seen.change); document.getElementById(seen.panel)?.scrollIntoView({ behavior: "smooth", block: "start" }); }}>{path}</button>;
}
