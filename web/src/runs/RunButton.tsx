import { client } from "../api/client";
import { notice } from "../app/notice";
import { useText } from "../i18n/use-text";
import { useProgress } from "./progress";

/** Runs the study again, from a step on though it is up to date where one is named, or stops the run that goes on. */
export function RunButton({ atlas, from = null }: { atlas: string; from?: string | null }) {
  const text = useText();
  const { running, steps } = useProgress();
  const now = steps.at(-1);
  return (
    <span className="run">
      <button type="button" className="main" onClick={() => void (running ? client.cancel(atlas) : client.start(atlas, from)).catch(notice)}>{text(running ? "cancel" : "runAgain")}</button>
      {running && now && <span role="status">{now.id}{now.total ? ` ${now.done ?? 0}/${now.total}` : ""}</span>}
    </span>
  );
}
