import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';

import { CommandIDs } from '../../commands';
import type { SettingsModel } from '../../model/settings';
import type { IHeapscope, IMemorySession } from '../../tokens';
import { formatBytes, formatShare } from '../format';
import { shareOfLimit } from '../level';
import { memoryIcon } from '../shared/icons';
import { useSignal } from '../shared/useSignal';

export interface IStatusItemProps {
  readonly heapscope: IHeapscope;
  readonly settings: SettingsModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

/** `1.24 GiB of 2.00 GiB, 62 %` of the active notebook. */
export function StatusItem(props: IStatusItemProps): JSX.Element | null {
  const { heapscope, settings } = props;
  const session = useSignal(heapscope.currentChanged, () => heapscope.current);
  const values = useSignal(settings.changed, () => settings.value);
  return session && values.showStatusBar ? (
    <SessionMemory {...props} key={session.id} session={session} />
  ) : null;
}

function SessionMemory(
  props: IStatusItemProps & { readonly session: IMemorySession }
): JSX.Element | null {
  const { commands, session, trans } = props;
  const { kernel } = session.model;
  const memory = useSignal(kernel.changed, () => kernel.memory);
  const facts = useSignal(kernel.changed, () => kernel.facts);
  if (!memory || memory.rss_bytes === null || facts.phase !== 'ready') {
    return null;
  }
  const rss = formatBytes(memory.rss_bytes);
  const share = shareOfLimit(memory);
  return (
    <button
      type="button"
      className="jp-Heapscope-statusItem"
      title={trans.__('Memory of the kernel; click for the memory panel')}
      onClick={() => {
        void commands.execute(CommandIDs.showView, { session: session.id });
      }}
    >
      <memoryIcon.react tag="span" className="jp-Heapscope-icon jp-mod-small" />
      {share === null
        ? rss
        : trans.__(
            '%1 of %2, %3',
            rss,
            formatBytes(memory.limit_bytes ?? 0),
            formatShare(share)
          )}
    </button>
  );
}
