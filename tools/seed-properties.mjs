// Properties are tried on the same cases every time, so that a failure is of the change that it comes with. `FC_SEED=$RANDOM npm test` looks
// for new ones.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_122) });
