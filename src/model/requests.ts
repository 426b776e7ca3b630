import type {
  KernelMessage,
  RequestArguments,
  RequestKind,
  Settings,
  StackRequest
} from '../protocol';
import type { Need } from '../tokens';
import type { QueryValues } from './queries';
import type { HeapscopeSettings } from './settings';

/** Sends a request; what comes back goes into the model by other ways. */
export type Send = <K extends RequestKind>(
  kind: K,
  args: RequestArguments<K>
) => Promise<unknown>;

const MAX_VARIABLES = 2000;
const MAX_SITES = 500;

/** Ask for what keeps a part of the model fresh. */
export async function pull(
  need: Need,
  queries: QueryValues,
  settings: HeapscopeSettings,
  send: Send
): Promise<void> {
  switch (need) {
    case 'stack': {
      const groups = queries.hiddenGroups as StackRequest['hidden_groups'];
      await send('stack_request', { hidden_groups: groups });
      break;
    }
    case 'variables':
      await send('variables_request', { start: 0, count: MAX_VARIABLES });
      break;
    case 'census':
      await send('census_request', { budget_ms: settings.censusBudgetMs });
      break;
    case 'allocations':
      await send('allocations_request', {
        group_by: queries.groupAllocationsBy,
        order_by: queries.orderAllocationsBy,
        count: MAX_SITES
      });
      break;
    case 'collector':
      await send('collector_request', {});
      break;
    case 'memory':
      await send('memory_request', {});
  }
}

/** What each run makes stale, whatever its report says by itself. */
export const AFTER_A_RUN: readonly Need[] = [
  'stack',
  'variables',
  'census',
  'allocations',
  'collector',
  'memory'
];

/** What a message makes stale, apart from what it says by itself. */
export function staleAfter(message: KernelMessage): readonly Need[] {
  switch (message.kind) {
    case 'report':
      return message.run.recorded === null
        ? ['stack', 'variables', 'census']
        : ['stack', 'variables', 'census', 'allocations'];
    case 'collection':
      return ['stack', 'variables', 'census', 'memory'];
    case 'baseline':
      return ['census'];
    case 'census':
    case 'allocations':
      return ['memory']; // taking them costs some
    default:
      return [];
  }
}

/**
 * What the probe is to do.
 *
 * @param isShown - Whether anything shows what the sampler reads.
 */
export function probeSettings(
  settings: HeapscopeSettings,
  isShown: boolean
): Settings {
  return {
    sample_interval_ms: isShown ? settings.sampleIntervalMs : 0,
    exact_peak: settings.exactPeak,
    history_bytes: settings.historyKib * 1024,
    traceback_frames: settings.tracebackFrames
  };
}
