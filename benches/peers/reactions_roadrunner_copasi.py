"""A model that `lca network model` made, simulated by libRoadRunner and by COPASI, against LCA's values.

    reactions_roadrunner_copasi.py MODEL.xml LCA.tsv

LCA.tsv is what `lca model simulate MODEL.xml` prints, or `target/tmp/erbb_lca.tsv`, which the test
`erbb_has_the_values_of_other_simulators` of lca-network writes with tight tolerances. Prints for each peer
the greatest relative difference over all species and times, relative to the species' greatest value where
it is near zero, and exits 1 where one is above 1e-6. Works with either peer alone.
"""

import sys

import numpy as np

LIMIT = 1e-6


def table(path):
    with open(path) as lines:
        names = next(lines).rstrip("\n").split("\t")
        values = np.array([[float(cell) for cell in line.split("\t")] for line in lines])
    return names[1:], values[:, 0], values[:, 1:]


def roadrunner(path, names, times):
    import roadrunner

    model = roadrunner.RoadRunner(path)
    model.integrator.relative_tolerance = 1e-12
    model.integrator.absolute_tolerance = 1e-14
    model.integrator.setValue("maximum_num_steps", 1_000_000)
    model.selections = ["time", *(f"[{name}]" for name in names)]
    rows = [model.simulate(times[0], times[1], 2)[0]]
    model.reset()
    for start, end in zip(times, times[1:]):
        rows.append(model.simulate(start, end, 2)[1])
    return np.array(rows)[:, 1:]


def copasi(path, names, times):
    import basico

    basico.load_model(path)
    basico.set_task_settings(
        "Time-Course",
        {"method": {"Relative Tolerance": 1e-12, "Absolute Tolerance": 1e-14, "Max Internal Steps": 1_000_000}},
    )
    frame = basico.run_time_course(
        duration=float(times[-1]), intervals=len(times) - 1, start_time=0, automatic=False,
        r_tol=1e-12, a_tol=1e-14, max_steps=1_000_000,
    )
    # A species that never changes is not among the columns.
    fixed = basico.get_species()["concentration"]
    return np.column_stack(
        [frame[name].to_numpy() if name in frame else np.full(len(times), fixed[name]) for name in names]
    )


def main(path, lca):
    names, times, ours = table(lca)
    failed = False
    scale = np.abs(ours).max(axis=0)
    for peer in (roadrunner, copasi):
        try:
            theirs = peer(path, names, times)
        except ImportError:
            print(f"{peer.__name__}: not installed")
            continue
        wide = np.maximum(np.abs(theirs), 1e-6 * scale + 1e-300)
        error = np.abs(ours - theirs) / wide
        worst = np.unravel_index(np.argmax(error), error.shape)
        print(f"{peer.__name__}: {error.max():.2e} ({names[worst[1]]} at {times[worst[0]]}), {ours.size} values")
        failed |= bool(error.max() > LIMIT)
        if len(sys.argv) > 3:
            for name, early, late in zip(names, theirs[1], theirs[-1]):
                print(f'    ("{name}", {early!r}, {late!r}),')
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
