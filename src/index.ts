import { cells } from './plugins/cells';
import { commands } from './plugins/commands';
import { monitor } from './plugins/monitor';
import { panel } from './plugins/panel';
import { settings } from './plugins/settings';
import { statusbar } from './plugins/statusbar';
import { toolbar } from './plugins/toolbar';

export * from './tokens';

export default [settings, monitor, panel, commands, toolbar, cells, statusbar];
