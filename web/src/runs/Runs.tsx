import { useState } from "react";
import { client } from "../api/client";
import { useAsked } from "../api/use-asked";
import { useText } from "../i18n/use-text";
import { known } from "../i18n/known";
import { when } from "../i18n/when";
import { useView, view } from "../state/view";
import { RunButton } from "./RunButton";
import { useProgress } from "./progress";

/** Runs of steps, the one going on first. */
export function Runs({ atlas, steps, runnable }: { atlas: string; steps: string[]; runnable: boolean }) {
  const text = useText();
  const lang = useView((v) => v.lang);
  const progress = useProgress();
  const [from, setFrom] = useState("");
  const runs = useAsked(`${atlas} ${progress.sequence} ${progress.state}`, () => client.runs(atlas));
  return (
    <>
      <h2>{text("runs")}</h2>
      {runnable && (
        <p className="buttons">
          <label>{text("runFrom")}{" "}
            <select value={from} onChange={(event) => setFrom(event.target.value)}>
              <option value="">{text("onlyNeeded")}</option>
              {steps.map((step) => <option key={step} value={step}>{text("andAfter", { step })}</option>)}
            </select>
          </label>
          <RunButton atlas={atlas} from={from || null} />
        </p>
      )}
      {progress.steps.length > 0 && (
        <ol className="progress" aria-live="polite">{progress.steps.map((step) => (
          <li key={step.id}><span>{step.id}</span> <span className="by">{known(text, "run", step.state)}{step.message ? ` · ${step.message}` : ""}</span>{step.total ? <progress max={step.total} value={step.done ?? 0} aria-label={step.id} /> : null}</li>
        ))}</ol>
      )}
      <table className="runs">
        <thead><tr><th scope="col">{text("step")}</th><th scope="col">{text("ended")}</th><th scope="col">{text("state")}</th></tr></thead>
        <tbody>{(runs.value?.runs ?? []).slice(0, 200).map((run) => (
          <tr key={run.id}><td><button type="button" className="link" onClick={() => view.set({ drawer: "evidence", evidence: run.step })}>{run.step ?? "–"}</button></td><td>{run.ended ? when(run.ended, lang) : "–"}</td><td>{known(text, "run", run.state)}</td></tr>
        ))}</tbody>
      </table>
    </>
  );
}
