import { client } from "../api/client";
import { notice } from "../app/notice";
import { useText } from "../i18n/use-text";
import { useProgress } from "./progress";

/** Runs the study again, or stops the run that goes on. */
export function RunButton({ atlas }: { atlas: string }) {
  const text = useText();
  const { running, steps } = useProgress();
  const now = steps.at(-1);
  return (
    <span className="run">
      <button type="button" className="main" onClick={() => void (running ? client.cancel(atlas) : client.start(atlas)).catch(notice)}>{text(running ? "cancel" : "runAgain")}</button>
      {running && now && <span role="status">{now.id}{now.total ? ` ${now.done ?? 0}/${now.total}` : ""}</span>}
    </span>
  );
}
