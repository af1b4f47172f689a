<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tatara::ui::ComparisonArea</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>first %n run(s); tick runs to choose</source>
        <translation>
            <numerusform>first run; tick runs to choose</numerusform>
            <numerusform>first %n runs; tick runs to choose</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>lines of all %n run(s)</source>
        <translation>
            <numerusform>lines of %n run</numerusform>
            <numerusform>lines of all %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s) behind</source>
        <translation>
            <numerusform>%n other behind</numerusform>
            <numerusform>%n others behind</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::DecidingPlot</name>
    <message numerus="yes">
        <source>fANOVA share, %n run(s); together %1</source>
        <translation>
            <numerusform>fANOVA share, %n run; together %1</numerusform>
            <numerusform>fANOVA share, %n runs; together %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::ExperimentsPanel</name>
    <message numerus="yes">
        <source>%n run(s) deleted</source>
        <translation>
            <numerusform>%n run deleted</numerusform>
            <numerusform>%n runs deleted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)</source>
        <translation>
            <numerusform>Delete run</numerusform>
            <numerusform>Delete %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) saved as %1</source>
        <translation>
            <numerusform>%n run saved as %1</numerusform>
            <numerusform>%n runs saved as %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No run matches %n filter(s)</source>
        <translation>
            <numerusform>No run matches this filter</numerusform>
            <numerusform>No run matches these %n filters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All %n selected</source>
        <translation>
            <numerusform>The only one selected</numerusform>
            <numerusform>All %n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) compared</source>
        <translation>
            <numerusform>%n run compared</numerusform>
            <numerusform>%n runs compared</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n run(s): %2</source>
        <translation>
            <numerusform>%1 of %n run: %2</numerusform>
            <numerusform>%1 of %n runs: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tag %n run(s)…</source>
        <translation>
            <numerusform>Tag %n run…</numerusform>
            <numerusform>Tag %n runs…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) tagged</source>
        <translation>
            <numerusform>%n run tagged</numerusform>
            <numerusform>%n runs tagged</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) moved to %1</source>
        <translation>
            <numerusform>%n run moved to %1</numerusform>
            <numerusform>%n runs moved to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show its %n child run(s)</source>
        <translation>
            <numerusform>Show its %n child run</numerusform>
            <numerusform>Show its %n child runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::HeatPlot</name>
    <message numerus="yes">
        <source>best %1 of %n run(s); click selects them</source>
        <translation>
            <numerusform>best %1 of one run; click selects it</numerusform>
            <numerusform>best %1 of %n runs; click selects them</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>best %1 of %n run(s)</source>
        <translation>
            <numerusform>best %1 of %n run</numerusform>
            <numerusform>best %1 of %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::LinesView</name>
    <message numerus="yes">
        <source>%n more group(s) not drawn</source>
        <translation>
            <numerusform>%n more group not drawn</numerusform>
            <numerusform>%n more groups not drawn</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::MeaningSheet</name>
    <message numerus="yes">
        <source>Kept with the %n experiments that are shown, as their tags</source>
        <translation>
            <numerusform>Kept with the %n experiment that is shown, as its tags</numerusform>
            <numerusform>Kept with the %n experiments that are shown, as their tags</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunTagSheet</name>
    <message numerus="yes">
        <source>Tag %n run(s)</source>
        <translation>
            <numerusform>Tag %n run</numerusform>
            <numerusform>Tag %n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::RunsText</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n the same</source>
        <translation>
            <numerusform>%1 · %n the same</numerusform>
            <numerusform>%1 · %n the same</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s), +%1 −%2</source>
        <translation>
            <numerusform>%n file, +%1 −%2</numerusform>
            <numerusform>%n files, +%1 −%2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more thing(s) differ</source>
        <translation>
            <numerusform>%n more thing differs</numerusform>
            <numerusform>%n more things differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n text file(s) differ</source>
        <translation>
            <numerusform>%n text file differs</numerusform>
            <numerusform>%n text files differ</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>mean of the last %n value(s) of %1</source>
        <translation>
            <numerusform>mean of the last %n value of %1</numerusform>
            <numerusform>mean of the last %n values of %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s), quartiles, whiskers to 1.5 IQR</source>
        <translation>
            <numerusform>%n run, quartiles, whiskers to 1.5 IQR</numerusform>
            <numerusform>%n runs, quartiles, whiskers to 1.5 IQR</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Spearman&apos;s ρ, %n run(s)</source>
        <translation>
            <numerusform>Spearman&apos;s ρ, %n run</numerusform>
            <numerusform>Spearman&apos;s ρ, %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, mean of the runs around, %n run(s)</source>
        <translation>
            <numerusform>%1, mean of the runs around, %n run</numerusform>
            <numerusform>%1, mean of the runs around, %n runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n child run(s)</source>
        <translation>
            <numerusform>%n child run</numerusform>
            <numerusform>%n child runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tatara::ui::StudyPlot</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
</TS>
