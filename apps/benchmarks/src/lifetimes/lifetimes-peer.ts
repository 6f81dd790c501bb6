import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** What one fit of the peer took and came to; times in the file's unit. */
export interface PeerFit {
  milliseconds: number;
  parameters: { r: number; alpha: number; a: number; b: number };
  logLikelihood: number;
}

/** Thrown where Python or the package index is not there: the figure cannot be measured. */
export class PeerMissing extends Error {
  override name = 'PeerMissing';
}

const PACKAGE = 'lifetimes==0.11.3';

/** Fits once a line on its input, on data that it read before. The likelihood is that of the package itself. */
const SCRIPT = `
import json, sys, time, warnings
warnings.simplefilter('ignore')
import numpy, pandas
from lifetimes import ModifiedBetaGeoFitter
data = pandas.read_csv(sys.argv[1])
for line in sys.stdin:
    begin = time.perf_counter()
    model = ModifiedBetaGeoFitter(penalizer_coef=0.0)
    model.fit(data['x'], data['t_x'], data['T'])
    seconds = time.perf_counter() - begin
    found = model.params_.to_dict()
    logs = numpy.log([found[name] for name in ('r', 'alpha', 'a', 'b')])
    loss = model._negative_log_likelihood(logs, data['x'], data['t_x'], data['T'], numpy.ones(len(data)), 0)
    print(json.dumps({'milliseconds': 1000 * seconds, 'parameters': found, 'logLikelihood': -loss * len(data)}), flush=True)
`;

/** PyPI's lifetimes in a virtual environment of its own, in a process that stays warm. */
export class LifetimesPeer {
  private constructor(
    private readonly folder: string,
    private readonly child: ChildProcessWithoutNullStreams,
    private readonly lines: AsyncIterator<string>,
  ) {}

  /** Installs and starts it on a summary file (columns x, t_x, T). Throws `PeerMissing`. */
  static async start(file: string): Promise<LifetimesPeer> {
    const folder = await mkdtemp(join(tmpdir(), 'orderweave-lifetimes-'));
    const run = promisify(execFile);
    try {
      await run('python3', ['-m', 'venv', folder]).catch(missing('python3 with venv'));
      const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', PACKAGE];
      const python = join(folder, 'bin', 'python');
      await run(python, pip, { timeout: 300_000 }).catch(missing(`${PACKAGE} from PyPI`));
      const child = spawn(python, ['-c', SCRIPT, file]);
      child.stderr.pipe(process.stderr);
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      return new LifetimesPeer(folder, child, lines);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** One fit. */
  async fit(): Promise<PeerFit> {
    this.child.stdin.write('fit\n');
    const { value, done } = await this.lines.next();
    if (done) throw new Error('the peer ended without an answer');
    return JSON.parse(value as string) as PeerFit;
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    this.child.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function missing(what: string) {
  return (error: Error): never => {
    throw new PeerMissing(`${what} cannot be had here: ${error.message.split('\n').at(-1)}`, { cause: error });
  };
}
