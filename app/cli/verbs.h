// Every verb there is; main.cpp lists them in the order of the help.
#pragma once

#include <span>

#include "app/cli/verb.h"

namespace tatara::cli {

Verb initVerb();
Verb exampleVerb();
Verb serverVerb();
Verb trainVerb();
Verb reproduceVerb();
Verb predictVerb();
std::vector<Verb> endpointsVerbs();
Verb endpointsServeVerb();
Verb deployExportVerb();
Verb serveModelVerb();
Verb dataProfileVerb();
Verb dataDiffVerb();
Verb dataContractVerb();
Verb dataCheckVerb();
Verb dataFixVerb();
Verb dataLineageVerb();
Verb dataQueryVerb();
std::vector<Verb> experimentsVerbs();
Verb runsSearchVerb();
std::vector<Verb> runsVerbs();
Verb runsCompareVerb();
std::vector<Verb> metricsVerbs();
std::vector<Verb> artifactsVerbs();
std::vector<Verb> modelsVerbs();
std::vector<Verb> dataVerbs();
Verb dataRowsVerb();
Verb dataExportVerb();
Verb dataDescribeVerb();
Verb importMlflowVerb();
Verb modelsLoggedVerb();
Verb evaluateVerb();
Verb doctorVerb();
std::vector<Verb> modelsChangeVerbs();
Verb modelsLineageVerb();
Verb modelsCompareVerb();
Verb reviewsOverridesVerb();
Verb modelsReferenceVerb();
std::vector<Verb> reviewsVerbs();
std::vector<Verb> reviewsGateVerbs();
std::vector<Verb> reviewsExportVerbs();
std::vector<Verb> auditVerbs();
std::vector<Verb> maintenanceVerbs();
Verb completionVerb();

// What the completion scripts ask for: the candidates for the last of `words`, one a line; ":files" or
// ":folders" when the shell knows better.
int printCandidates(std::span<const Verb> verbs, std::vector<std::string> words);

}  // namespace tatara::cli
