import { bootService } from '@orderweave/service';
import { segmentationService } from './segmentation-service.js';

await bootService(segmentationService);
