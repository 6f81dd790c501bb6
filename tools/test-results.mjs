import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './projects.mjs';

/** Forgets a project's result of an earlier run. */
export function forgetResult(project, kind) {
  rmSync(resultFile(project, kind), { force: true });
}

/**
 * What a project's run came to, from the file that Jest wrote (or that Nx brought back from its cache).
 * A run that wrote none has crashed and counts as one failure, and so does a spec file that could not be run.
 */
export function readResult(project, kind) {
  let result;
  try {
    result = JSON.parse(readFileSync(resultFile(project, kind), 'utf8'));
  } catch {
    return { passed: 0, failed: 1, problem: `${project}: its ${kind} specs wrote no result` };
  }
  const passed = result.numPassedTests;
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites;
  if (failed === 0 && !result.success)
    return { passed, failed: 1, problem: `${project}: its ${kind} specs did not succeed` };
  return { passed, failed, problem: failed > 0 ? `${project}: ${failed} failed` : undefined };
}

const resultFile = (project, kind) => join(root, project, 'test-results', `${kind}.json`);
