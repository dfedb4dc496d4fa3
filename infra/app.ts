import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { platformApp } from './platform.ts';

const app = platformApp();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
app.synth();
