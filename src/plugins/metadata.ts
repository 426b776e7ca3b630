import type { NotebookPanel } from '@jupyterlab/notebook';

const KEY = 'heapscope';

/** What a notebook says about Heapscope in its metadata: `"heapscope": {"recording": "on", "enabled": false}`. */
export interface NotebookChoices {
  readonly isEnabled: boolean;
  readonly isRecording: boolean;
}

/** The metadata may hold anything: only what is exactly as expected counts. */
export function readChoices(panel: NotebookPanel): NotebookChoices {
  const { enabled, recording } = fields(panel);
  return { isEnabled: enabled !== false, isRecording: recording === 'on' };
}

/** Keep in the notebook that Heapscope is off for it; on is the rule and is not kept. */
export function writeEnabled(panel: NotebookPanel, isEnabled: boolean): void {
  const value = { ...fields(panel), enabled: false };
  if (isEnabled) {
    Reflect.deleteProperty(value, 'enabled');
  }
  if (Object.keys(value).length > 0) {
    panel.content.model?.setMetadata(KEY, value);
  } else {
    panel.content.model?.deleteMetadata(KEY);
  }
}

/** As JupyterLab shows it: a notebook is trusted when each of its code cells is. */
export function isTrusted(panel: NotebookPanel): boolean {
  const cells = [...(panel.content.model?.cells ?? [])];
  return cells.every(cell => cell.type !== 'code' || cell.trusted);
}

function fields(panel: NotebookPanel): Record<string, unknown> {
  const value: unknown = panel.content.model?.getMetadata(KEY);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
