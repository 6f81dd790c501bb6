import { bootIngest } from './boot-ingest.js';

await bootIngest(process.env);
