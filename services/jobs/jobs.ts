/** Every job of the product. */
import { system } from '../context.ts';
import { deliverDue } from '../deliveries/deliver.ts';
import { tidyDeliveries } from '../deliveries/tidy.ts';
import { noteExpired } from '../exemptions/expire.ts';
import { tellOfEndings } from '../notices/ending-soon.ts';
import { noticesJob } from '../notices/make-notices.ts';
import { tidyNotices } from '../notices/tidy.ts';
import type { Job } from './runner.ts';

export function allJobs(): readonly Job[] {
  return [
    { name: 'notices', everyMs: 2_000, run: noticesJob() },
    { name: 'endings', everyMs: 300_000, run: tellOfEndings },
    { name: 'tidy notices', everyMs: 3_600_000, run: tidyNotices },
    { name: 'tidy deliveries', everyMs: 3_600_000, run: tidyDeliveries },
    { name: 'deliveries', everyMs: 2_000, run: (runtime) => deliverDue(runtime) },
    {
      name: 'exemptions',
      everyMs: 10_000,
      run: async (runtime) => void (await noteExpired({ runtime, actor: system, requestId: 'job' })),
    },
  ];
}
