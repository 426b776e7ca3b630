import { CommandIDs } from '../../commands';
import type { Location } from '../../protocol';
import type { IViewContext } from '../../tokens';

/** What leads to a place in code; undefined where nobody can go there. */
export function goTo(
  context: IViewContext,
  location: Location
): (() => void) | undefined {
  const { commands, session } = context;
  const args = { session: session.id, location: { ...location } };
  return commands.isEnabled(CommandIDs.goToLocation, args)
    ? () => void commands.execute(CommandIDs.goToLocation, args)
    : undefined;
}
