import * as React from 'react';

import { hasEnded } from '../../model/kernel';
import type { RunningRun } from '../../model/timeline';
import type { Stack } from '../../protocol';
import type { IViewContext } from '../../tokens';
import { formatPrompt } from '../format';
import { groupsText, HideMenu } from '../object';
import { EmptyState, IconButton, icons, useSignal } from '../shared';
import { Help } from './Help';
import { momentText } from './moment';
import { StackTree } from './StackTree';
import { useTree } from './useTree';

/** The frames of the notebook and what their names refer to. */
export function StackView(props: {
  readonly context: IViewContext;
}): React.ReactElement {
  const { session, trans } = props.context;
  const { model } = session;
  const stack = useSignal(model.stack.changed, () => model.stack.stack);
  const facts = useSignal(model.kernel.changed, () => model.kernel.facts);
  const running = useSignal(
    model.timeline.changed,
    () => model.timeline.running
  );
  const { hiddenGroups } = useSignal(
    model.queries.changed,
    () => model.queries.value
  );
  const [help, setHelp] = React.useState(false);
  const tree = useTree(props.context);
  const ended = hasEnded(facts);
  if (!stack) {
    return ended ? (
      <EmptyState icon={icons.memoryIcon} title={trans.__('No frames')}>
        {trans.__('They were not read before the kernel ended.')}
      </EmptyState>
    ) : (
      <EmptyState icon={icons.memoryIcon} title={trans.__('No frames yet')}>
        {trans.__('They appear as soon as the kernel answers.')}
      </EmptyState>
    );
  }
  return (
    <>
      <div className="jp-Heapscope-tools">
        <Moment
          {...{ stack, running, live: facts.answersWhileBusy, ended, trans }}
        />
        <HideMenu trans={trans} hidden={hiddenGroups} onChange={tree.hide} />
        <IconButton
          icon={icons.infoIcon}
          label={trans.__('What frames and objects are')}
          pressed={help}
          onClick={() => setHelp(!help)}
        />
      </div>
      {help && <Help trans={trans} />}
      <StackTree
        rows={tree.rows}
        trans={trans}
        recursionLimit={stack.recursion_limit}
        hiddenGroups={groupsText(hiddenGroups, trans)}
        goTo={tree.goTo}
        onToggle={tree.toggle}
        onScrolled={tree.scrolled}
        onMore={tree.more}
        onFold={tree.fold}
        onShowHidden={() => tree.hide([])}
      />
    </>
  );
}

/** When the frames were read, and whether a run goes on since. */
function Moment(props: {
  readonly stack: Stack;
  readonly running: RunningRun | null;
  readonly live: boolean;
  readonly ended: boolean;
  readonly trans: IViewContext['trans'];
}): React.ReactElement {
  const { stack, running, trans } = props;
  const older = running !== null && running.started.run_id !== stack.run_id;
  const text = momentText(stack, props.live, trans);
  return (
    <span className="jp-Heapscope-moment" role="status">
      {text}
      {props.ended && (
        <span className="jp-Heapscope-muted">
          {' '}
          {trans.__('(of a kernel that ended)')}
        </span>
      )}
      {older && (
        <span className="jp-Heapscope-muted">
          {' '}
          {trans.__('(%1 runs)', formatPrompt(running.started.execution_count))}
        </span>
      )}
    </span>
  );
}
