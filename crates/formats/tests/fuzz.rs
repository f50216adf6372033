//! Every reader on mutated files: no panic, no run of over ten seconds, no memory that the file's
//! size does not warrant. Seconds for each family of readers come from `LCA_FUZZ_SECONDS` (2 unless
//! set), the first seed from `LCA_FUZZ_SEED` (0 unless set); a failure names its seed.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "fuzz/bounds.rs"]
mod bounds;
mod common;
#[path = "fuzz/mutate.rs"]
mod mutate;

use bounds::watched;
use common::data;
use lca_formats::{
    CountsOptions, Orientation, Quantity, SheetColumns, lint_petab, open_movie, reactions_text,
    read_abundances, read_boolean, read_counts, read_ctc_truth, read_network, read_petab, read_reactions,
    read_resource, read_samples, read_sbml, read_standards, read_table,
};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One run at a time, because memory is counted for the whole process.
static ONE: Mutex<()> = Mutex::new(());

/// A file or folder to be mutated: its name, and its files' names and bytes.
struct Seed {
    name: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Seed {
    fn file(path: &Path) -> Self {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        Self { name: name.clone(), files: vec![(name, fs::read(path).unwrap())] }
    }

    fn text(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), files: vec![(name.to_owned(), text.as_bytes().to_vec())] }
    }

    /// A folder, which the reader is given, of these files.
    fn folder(files: Vec<(String, Vec<u8>)>) -> Self {
        Self { name: String::new(), files }
    }
}

fn golden(ends: &[&str]) -> Vec<Seed> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden"));
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| ends.iter().any(|end| path.to_string_lossy().ends_with(end)));
    paths.sort();
    paths.iter().map(|path| Seed::file(path)).collect()
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}

/// Mutates `seeds` and gives each to `read` until the time is over.
fn fuzz(family: &str, seeds: &[Seed], read: fn(&Path)) {
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let found = search(family, seeds, read);
    std::panic::set_hook(loud);
    assert_eq!(found, None, "{family}");
}

/// Runs until the time is over; gives what it found wrong, and on which seed.
fn search(family: &str, seeds: &[Seed], read: fn(&Path)) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let (first, end) =
        (number("LCA_FUZZ_SEED", 0), Instant::now() + Duration::from_secs(number("LCA_FUZZ_SECONDS", 2)));
    let mut seed = first;
    while Instant::now() < end {
        let chosen = &seeds[seed as usize % seeds.len()];
        let mut rng = mutate::rng(seed);
        let target = mutate::below(&mut rng, chosen.files.len());
        let place = folder.path().join("case");
        fs::create_dir_all(&place).unwrap();
        let mut bytes = 0;
        for (at, (name, original)) in chosen.files.iter().enumerate() {
            let mutated = if at == target { mutate::mutated(&mut rng, original) } else { original.clone() };
            bytes += mutated.len();
            fs::write(place.join(name), mutated).unwrap();
        }
        let path = place.join(&chosen.name);
        let outcome = watched(family, seed, || catch_unwind(AssertUnwindSafe(|| read(&path))));
        let (name, allowed) = (&chosen.name, (64 << 20) + bytes * 8 * 1100);
        let wrong = if outcome.value.is_err() {
            "panicked".to_owned()
        } else if outcome.peak > allowed {
            format!("took {} bytes of memory for {bytes}", outcome.peak)
        } else if outcome.time > Duration::from_secs(10) {
            format!("took {:?}", outcome.time)
        } else {
            fs::remove_dir_all(&place).unwrap();
            seed += 1;
            continue;
        };
        return Some(format!("seed {seed} on `{name}` {wrong}"));
    }
    eprintln!("{family}: seeds {first} to {seed}");
    (seed < first + 10).then(|| "too slow to be a test".to_owned())
}

fn movie(path: &Path) {
    if let Ok(movie) = open_movie(path) {
        for t in 0..movie.len().min(4) {
            let _ = movie.read(t);
        }
    }
}

fn counts(path: &Path) {
    for orientation in [Orientation::GenesByCells, Orientation::CellsByGenes] {
        for raw in [false, true] {
            let _ = read_counts(
                path,
                &CountsOptions { orientation: Some(orientation), raw, ..CountsOptions::default() },
            );
        }
    }
}

#[test]
fn movies_of_tiff() {
    let mut seeds = golden(&[".tif"]);
    seeds.extend(
        data("imaging/usiigaci_t98g/Mask R-CNN/val/set46/instances_ids.png").map(|path| Seed::file(&path)),
    );
    let viv = data("imaging/ome_fixtures_viv/sites/avivator/data");
    if let Some(viv) = viv {
        let names = [
            "multifile.companion.ome",
            "multifile-Z1.ome.tiff",
            "multifile-Z2.ome.tiff",
            "multifile-Z3.ome.tiff",
        ];
        let names = names.iter().chain(&["multifile-Z4.ome.tiff", "multifile-Z5.ome.tiff"]);
        let files = names.map(|name| ((*name).to_owned(), fs::read(viv.join(name)).unwrap())).collect();
        seeds.push(Seed { name: "multifile.companion.ome".to_owned(), files });
    }
    fuzz("tiff", &seeds, movie);
}

#[test]
fn movies_of_png() {
    let folder = tempfile::tempdir().unwrap();
    let mut seeds = Vec::new();
    for (at, color) in
        [png::ColorType::Grayscale, png::ColorType::Rgb, png::ColorType::Rgba].into_iter().enumerate()
    {
        let path = folder.path().join(format!("{at}.png"));
        let mut encoder = png::Encoder::new(fs::File::create(&path).unwrap(), 7, 5);
        encoder.set_color(color);
        encoder.set_depth(png::BitDepth::Sixteen);
        let bytes: Vec<u8> = (0..7 * 5 * color.samples() * 2).map(|at| at as u8).collect();
        encoder.write_header().unwrap().write_image_data(&bytes).unwrap();
        seeds.push(Seed::file(&path));
    }
    fuzz("png", &seeds, movie);
}

#[test]
fn tracks_of_the_challenge() {
    let image = golden(&["type_u2.tif"]).remove(0).files.remove(0).1;
    let list: String = (1..10).map(|label| format!("{label} 0 1 0\n")).collect();
    let files = vec![
        ("man_track.txt".to_owned(), list.into_bytes()),
        ("man_track000.tif".to_owned(), image.clone()),
        ("man_track001.tif".to_owned(), image),
    ];
    fuzz("ctc", &[Seed::folder(files)], |path| drop(read_ctc_truth(path)));
}

#[test]
fn counts_of_text() {
    let seeds = [
        Seed::text("a.csv", "c1,c2,c3\ng1,5,0,1\ng2,0,2.5,100\n\"g,3\",1,0,1e3\n"),
        Seed::text("b.tsv", "\u{feff}gene\tc1\tc2\r\ng1\t5\t0\r\ng2\t0\t2\r\n"),
    ];
    fuzz("csv counts", &seeds, counts);
}

#[test]
fn counts_of_tenx_folders() {
    let matrix = "%%MatrixMarket matrix coordinate integer general\n%\n3 2 3\n1 1 5\n3 1 1\n2 2 2\n";
    let files = [
        ("matrix.mtx", matrix),
        ("features.tsv", "g1\tA\tx\ng2\tB\tx\ng3\tC\tx\n"),
        ("barcodes.tsv", "c1\nc2\n"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    fuzz("10x folder", &[Seed::folder(files.to_vec())], counts);
}

#[test]
fn counts_of_hdf5() {
    let mut seeds = golden(&[".h5ad"]);
    for path in [
        "omics/scanpy_pbmc/tests/_data/10x_data/1.2.0/filtered_gene_bc_matrices_h5.h5",
        "omics/scanpy_pbmc/tests/_data/visium_data/1.0.0/filtered_feature_bc_matrix.h5",
        "omics/squidpy/tests/_data/ligrec_pvalues_reference.h5ad",
        "omics/tiledbsoma/data/10x-pbmc-multiome-v1.0/subset_100_100.h5ad",
    ] {
        seeds.extend(data(path).map(|path| Seed::file(&path)));
    }
    fuzz("hdf5", &seeds, counts);
}

#[test]
fn tables_of_text() {
    let seeds = [
        Seed::text("a.csv", "name,x,n,ok\na,1.5,1,true\n\"b, \"\"c\"\"\",NA,,false\nd,1e-3,007,True\n"),
        Seed::text("b.tsv", "x\ty\nr1\t1\t2\nr2\t3\t4\n"),
    ];
    fuzz("table", &seeds, |path| drop(read_table(path)));
}

#[test]
fn abundances_and_resources() {
    let seeds = [
        Seed::text(
            "a.tsv",
            "Protein IDs\tIntensity a\tReverse\tMol. weight [kDa]\nP1;P2\t0\t+\t41.3\nP3\t2e6\t\t\n",
        ),
        Seed::text(
            "b.txt",
            "MTD\tmzTab-version\t1.0\nMTD\tassay[1]\tx\nPRH\taccession\tprotein_abundance_assay[1]\nPRT\tP1\t1.5\n",
        ),
        Seed::text("c.csv", "id,name,mass,s1,s2,note\nA,a,10,1,NA,x\nB,b,,2,3e-4,y\n"),
        Seed::text("d.csv", "sample,condition,time,id,amount,unit\na,WT,015min,P1,2,nM\nb,KO,2 h,P2,3,uM\n"),
        Seed::text(
            "e.tsv",
            "TF-layer\tname\tX\tEnzyme-layer\tK\tY\t-2\tn\nTF-layer\tname\tX\tM-layer\tK\tZ\tinhibitor\n",
        ),
        Seed::text("f.csv", "source,target,sign,source_layer\nA,B,1,protein\nA,C,-1,\n"),
    ];
    fuzz("abundances", &seeds, |path| {
        for quantity in [Quantity::Best, Quantity::Intensity, Quantity::SmallMolecules] {
            let _ = read_abundances(path, quantity);
        }
        let _ = read_samples(path, &SheetColumns::default());
        let _ = read_standards(path);
        let _ = read_resource(path, (lca_graph::Layer::Protein, lca_graph::Layer::Metabolite));
    });
}

const MODEL: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="m">
<listOfFunctionDefinitions><functionDefinition id="f"><math xmlns="http://www.w3.org/1998/Math/MathML"><lambda>
<bvar><ci>x</ci></bvar><apply><times/><cn>2</cn><ci>x</ci></apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
<listOfCompartments><compartment id="cell" size="1" constant="true"/></listOfCompartments>
<listOfSpecies><species id="A" compartment="cell" initialConcentration="1" constant="false" boundaryCondition="false"
hasOnlySubstanceUnits="false"/><species id="B" compartment="cell" initialConcentration="0" constant="false"
boundaryCondition="false" hasOnlySubstanceUnits="false"/></listOfSpecies>
<listOfParameters><parameter id="k" value="0.5" constant="true"/><parameter id="s" constant="false"/></listOfParameters>
<listOfRules><assignmentRule variable="s"><math xmlns="http://www.w3.org/1998/Math/MathML"><piecewise><piece><cn>1</cn>
<apply><lt/><csymbol encoding="text" definitionURL="http://www.sbml.org/sbml/symbols/time"> t </csymbol><cn>5</cn></apply>
</piece><otherwise><apply><ci>f</ci><ci>k</ci></apply></otherwise></piecewise></math></assignmentRule></listOfRules>
<listOfReactions><reaction id="r" reversible="false" fast="false"><listOfReactants><speciesReference species="A"
stoichiometry="1" constant="true"/></listOfReactants><listOfProducts><speciesReference species="B" stoichiometry="1"
constant="true"/></listOfProducts><kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci>
<ci>s</ci><apply><power/><ci>A</ci><cn type="e-notation">1<sep/>0</cn></apply></apply></math></kineticLaw></reaction>
</listOfReactions></model></sbml>"#;

const LEVEL_1: &str = r#"<?xml version="1.0"?>
<sbml xmlns="http://www.sbml.org/sbml/level1" level="1" version="1"><model name="m">
<listOfUnitDefinitions><unitDefinition name="volume"><listOfUnits><unit kind="liter" scale="-3"/></listOfUnits></unitDefinition></listOfUnitDefinitions>
<listOfCompartments><compartment name="c" volume="2"/></listOfCompartments>
<listOfSpecies><specie name="A" compartment="c" initialAmount="4"/></listOfSpecies>
<listOfParameters><parameter name="k" value="3" units="second"/></listOfParameters>
<listOfRules><parameterRule name="k" formula="-sqr(A)^2 / log(2.5e-1)" type="rate"/></listOfRules>
<listOfReactions><reaction name="r"><listOfReactants><specieReference specie="A" stoichiometry="3" denominator="2"/></listOfReactants>
<kineticLaw formula="v * A * (k + pow(A, 2))"><listOfParameters><parameter name="v" value="2"/></listOfParameters></kineticLaw></reaction>
</listOfReactions></model></sbml>"#;

#[test]
fn models_of_sbml() {
    let mut seeds = vec![Seed::text("m.xml", MODEL), Seed::text("m.xml", LEVEL_1)];
    // Plain models, events, composed models, and flux balance by both of its versions.
    for case in ["00001", "00995", "01237", "00026", "01344", "01148", "01183", "01186", "01617"] {
        let path = format!("semantic/{case}");
        let name = |version: &str| format!("model/sbml_test_suite/{path}/{case}-sbml-{version}.xml");
        seeds.extend(data(&name("l3v2")).map(|path| Seed::file(&path)));
    }
    seeds[..2].iter().for_each(read_sbml_once);
    fuzz("sbml", &seeds, |path| {
        if let Ok(network) = read_sbml(path) {
            let _ = lca_formats::sbml_text(&network);
            let _ = lca_formats::sbml_warnings(path);
        }
    });
}

/// The unmutated model must be read, or the test would fuzz nothing but an error.
fn read_sbml_once(seed: &Seed) {
    lca_formats::parse_sbml(&seed.files[0].1, Path::new("m.xml")).unwrap();
}

#[test]
fn problems_of_petab() {
    let files = [
        (
            "p.yaml",
            "format_version: 1\nparameter_file: parameters.tsv\nproblems:\n- condition_files: [conditions.tsv]\n  measurement_files: [measurements.tsv]\n  observable_files: [observables.tsv]\n  sbml_files: [m.xml]\n",
        ),
        ("m.xml", MODEL),
        (
            "parameters.tsv",
            "parameterId\tparameterScale\tlowerBound\tupperBound\tnominalValue\testimate\nk\tlog10\t1e-3\t1e3\t0.5\t1\n",
        ),
        ("conditions.tsv", "conditionId\tconditionName\tA\nc0\tfirst\t2\n"),
        (
            "observables.tsv",
            "observableId\tobservableFormula\tobservableTransformation\tnoiseFormula\tnoiseDistribution\nobs_b\tB * observableParameter1_obs_b\tlog10\tnoiseParameter1_obs_b\tnormal\n",
        ),
        (
            "measurements.tsv",
            "observableId\tsimulationConditionId\tmeasurement\ttime\tobservableParameters\tnoiseParameters\nobs_b\tc0\t0.7\t10\t1\t0.5\n",
        ),
    ];
    fuzz("petab", &[sound("p.yaml", &files)], petab);
}

fn petab(path: &Path) {
    drop(read_petab(path));
    drop(lint_petab(path));
}

/// A problem that is read when it is not mutated, or the test would fuzz nothing but an error.
fn sound(name: &str, files: &[(&str, &str)]) -> Seed {
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect();
    let seed = Seed { name: name.to_owned(), files };
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in &seed.files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    read_petab(&folder.path().join(name)).unwrap();
    seed
}

#[test]
fn problems_of_petab_2() {
    let files = [
        (
            "p.yaml",
            "format_version: 2.0.0\nmodel_files:\n  m:\n    location: m.xml\n    language: sbml\nparameter_files: [parameters.tsv]\ncondition_files: [conditions.tsv]\nexperiment_files: [experiments.tsv]\nmeasurement_files: [measurements.tsv]\nobservable_files: [observables.tsv]\nmapping_files: [mapping.tsv]\n",
        ),
        ("m.xml", MODEL),
        (
            "parameters.tsv",
            "parameterId\tlowerBound\tupperBound\tnominalValue\testimate\tpriorDistribution\tpriorParameters\nk\t1e-3\t1e3\t0.5\ttrue\tgamma\t3;5\nf0\t\t\t2\tfalse\t\t\n",
        ),
        (
            "conditions.tsv",
            "conditionId\ttargetId\ttargetValue\nc0\tA\t2 * f0\nc1\tA\tA + time\nc1\tcell\t3\n",
        ),
        ("experiments.tsv", "experimentId\ttime\tconditionId\ne\t-inf\tc0\ne\t0\t\ne\t5\tc1\n"),
        (
            "observables.tsv",
            "observableId\tobservableFormula\tnoiseFormula\tnoiseDistribution\tobservablePlaceholders\tnoisePlaceholders\nobs_b\tproduct * s1\tobs_b * s2\tlog-normal\ts1\ts2\n",
        ),
        (
            "measurements.tsv",
            "observableId\texperimentId\tmeasurement\ttime\tobservableParameters\tnoiseParameters\nobs_b\te\t0.7\t10\t1\t0.5\nobs_b\te\t0.7\tinf\tk\tf0\n",
        ),
        ("mapping.tsv", "petabEntityId\tmodelEntityId\tname\nproduct\tB\tthe product\n"),
    ];
    fuzz("petab 2", &[sound("p.yaml", &files)], petab);
}

/// Every verb, field and directive; what is read is also written and read again.
#[test]
fn lists_of_reactions() {
    let erbb = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/network/erbb.txt"));
    let more = "@model m\nv1: A trimerizes <--> B | kf = 0.1 [1e-3, 10] 1/(nM*s), const kr = 0 | fixed A = 3\n\
                T1 or T2 transcribe m, repressed by R and Q ; m translates P ; P degraded, inhibited by I\n\
                X translocates from c to n <--> Y\nK and F cycle S <--> pS\nA + 2 B --> C | rate = k * A || B, k = 2\n\
                @rxn A --> C : p[k] * u[A]\n@rule r = A + B\n@obs o: u[A] | noise = 0.1, relative\n@sim tspan: [0, 9]\n\
                @add species Z\n@add param q = 3\n@condition c: A = 1 after d\n@expression A = 0.5 * G\n@measurements f\n";
    let seeds = [Seed::file(&erbb), Seed::text("more.txt", more)];
    fuzz("reactions", &seeds, |path| {
        if let Ok(sketch) = read_reactions(path) {
            let text = reactions_text(&sketch);
            fs::write(path, &text).unwrap();
            let again = read_reactions(path).unwrap_or_else(|error| panic!("{error} in\n{text}"));
            assert_eq!(reactions_text(&again), text);
        }
    });
}

fn network(path: &Path) {
    drop(read_network(path));
    drop(read_boolean(path));
}

#[test]
fn networks_of_molecules() {
    let folder = tempfile::tempdir().unwrap();
    let table = "source,target,sign,kind,source_layer,target_layer,source_name,target_name,evidence_source,evidence_dataset,evidence_method,evidence_score\nMEK,ERK,positive,phosphorylation,protein,protein,M,,SIGNOR,d,m,0.5\nERK,MEK,-1,,protein,protein,,,,,,\nalone,,,,gene,,,,,,,\n";
    let rules =
        "# comment\nGata1 = (Gata1 or Gata2 or Fli1) and not Pu1\n\"odd name\" = !Gata1 & (Pu1 | 1)\n";
    let mut seeds = vec![
        Seed::text("network.csv", table),
        Seed::text("rules.txt", rules),
        Seed::text("network.sif", "A\tactivates\tB\tC\nB\t-1\tA\nD\n"),
        Seed::text("dorothea.csv", "tf,confidence,target,mor\nAHR,C,CYP1A1,1.0\nAHR,C,X,-1\n"),
        Seed::text(
            "omnipath.tsv",
            "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\tsources\nP1\tCOMPLEX:P2_P3\tA\tB_C\t1\t1\t0\tx;y\n",
        ),
        Seed::text(
            "cpdb.csv",
            "partner_a,partner_b,directionality\nP12830,integrin_a2b1_complex,Ligand-Receptor\n",
        ),
        Seed::text("kegg.tsv", "entry1\tentry2\ttype\tsubtype\nhsa:1\tcpd:C1\tPPrel\tactivation\n"),
        Seed::text("layers.tsv", "TF-layer\tname\tV$A\tEnzyme-layer\tid\tmmu:1\t-2\tA\n"),
    ];
    let path = folder.path().join("network.csv");
    fs::write(&path, table).unwrap();
    let whole = read_network(&path).unwrap();
    for name in ["network.graphml", "network.gexf", "network.cx2", "network.sbml"] {
        let path = folder.path().join(name);
        lca_formats::write_network(&path, &whole).unwrap();
        seeds.push(Seed::file(&path));
    }
    let path = folder.path().join("boolean.sbml");
    lca_formats::write_boolean(&path, &lca_formats::parse_boolean_rules(rules).unwrap()).unwrap();
    seeds.push(Seed::file(&path));
    for seed in &seeds {
        let path = folder.path().join(&seed.name);
        fs::write(&path, &seed.files[0].1).unwrap();
        assert!(read_network(&path).is_ok(), "{}", seed.name);
    }
    fuzz("networks", &seeds, network);
}
