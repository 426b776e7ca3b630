import type { NotebookPanel } from '@jupyterlab/notebook';

import type { MemorySession } from '../model/session';
import { isTrusted, readChoices } from './metadata';

/** Whether a notebook asks to be recorded, and may: what the file of a stranger says counts when the user trusts it. */
export function isRecordingGranted(panel: NotebookPanel): boolean {
  return readChoices(panel).isRecording && isTrusted(panel);
}

/** Tell a session when its notebook becomes trusted, as it also does when all its cells have been run. */
export function followTrust(
  panel: NotebookPanel,
  session: MemorySession
): void {
  const { content } = panel;
  const look = () => {
    const { isRecording } = readChoices(panel);
    const awaitsTrust = isRecording && !isTrusted(panel);
    session.model.recording.setAwaitsTrust(awaitsTrust);
    if (isRecording && !awaitsTrust) {
      session.reconsiderRecording();
    }
  };
  content.modelContentChanged.connect(look);
  session.disposed.connect(() => content.modelContentChanged.disconnect(look));
  look();
}
