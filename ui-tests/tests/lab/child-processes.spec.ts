import { expect, test } from '../fixtures';

const START = [
  'import subprocess, sys',
  'code = "block = b\'x\' * (60 << 20); print(1, flush=True); input()"',
  'pipes = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE)',
  'children = [subprocess.Popen([sys.executable, "-c", code], **pipes) for _ in range(2)]',
  'for child in children: child.stdout.readline()'
].join('\n');

test('child processes are shown while there are any', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: [START, 'for child in children: child.communicate(b"\\n")']
  });
  await heapscope.probeReady();
  await heapscope.showPanel();
  const stat = heapscope.panel.getByText(/child process/);
  await notebook.run(0);
  await expect(stat).toHaveText('2 child processes');
  await expect(stat.locator('..')).toContainText(/1[3-6]\d\.\d MiB/);
  await notebook.run(1);
  await expect(stat).toHaveCount(0);
});
