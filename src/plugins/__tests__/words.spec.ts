import { nullTranslator } from '@jupyterlab/translation';

import { begunRun } from '../../model/running';
import { example } from '../../protocol/__tests__/examples';
import { TranslatedWords } from '../words';

const words = new TranslatedWords(nullTranslator.load(''));

describe('the death of a kernel', () => {
  it('is told with what ran and the last that was seen', () => {
    const running = {
      key: '0:6',
      era: 0,
      started: example('run_started', {
        execution_count: 6,
        label: 'features = build(orders)'
      }),
      samples: [],
      elapsedMs: 0,
      location: null,
      isSampled: true
    };
    expect(
      words.died({ isRestarted: true, running, rssBytes: 988.7 * 2 ** 20 })
    ).toBe(
      'The kernel died and was restarted. It was running [6] features = build(orders). The last that was seen of its memory: 988.7 MiB.'
    );
  });

  it.each(['for i in range(20):', 'print(i); ', 'x = 1.'])(
    'ends the sentence itself, not with the end of “%s”',
    label => {
      const started = example('run_started', { execution_count: 7, label });
      const running = begunRun(started, 0);
      expect(
        words.died({ isRestarted: false, running, rssBytes: null })
      ).toMatch(/It was running \[7\] .*[\w)]\.$/);
    }
  );

  it('says no more of a cell than that it was sent, where the kernel told nothing', () => {
    const started = example('run_started', {
      execution_count: null,
      label: 'os.kill(os.getpid(), 9)'
    });
    const running = begunRun(started, 0);
    const death = { isRestarted: false, rssBytes: null };
    expect(
      words.died({ ...death, running: { ...running, isSupposed: true } })
    ).toBe(
      'The kernel died. It was sent [ ] os.kill(os.getpid(), 9) and told nothing of it.'
    );
  });

  it('is told when nothing is known', () => {
    const death = { isRestarted: false, running: null, rssBytes: null };
    expect(words.died(death)).toBe('The kernel died.');
  });
});
