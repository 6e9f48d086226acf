"""A plain dense fit to single rows, written apart from ours: what our fits must equal."""

from __future__ import annotations

import numpy as np


def matrix(model):
    """Give the dummy matrix of a design, a column at a time from the names' meaning."""
    columns = [np.ones(model.cells)]
    marks = {}
    for term in model.terms:
        others = [at for at in range(len(term.levels)) if at != term.reference]
        marks[term.name] = [(term.codes == at).astype(float) for at in others]
        columns += marks[term.name]
    columns += [each.values for each in model.numeric]
    for one, other in model.interactions:
        columns += [a * b for a in marks[one] for b in marks[other]]
    return np.array(columns).T


def rows(x, events, people):
    """Give one row a person: columns, outcome and the cell the row came from."""
    events, people = np.asarray(events, dtype=int), np.asarray(people, dtype=int)
    cells = np.repeat(np.arange(len(people)), people)
    had = [np.arange(n) < e for e, n in zip(events, people, strict=True)]
    return x[cells], np.concatenate(had).astype(float), cells


def logit(eta):
    mean = 1 / (1 + np.exp(-eta))
    return mean, mean * (1 - mean)


def logistic(x, y, steps=15):
    """Fit a logistic model to rows."""
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        mean, slope = logit(x @ beta)
        beta = beta + np.linalg.solve(x.T @ (x * slope[:, None]), x.T @ (y - mean))
    mean, slope = logit(x @ beta)
    return beta, np.linalg.inv(x.T @ (x * slope[:, None])), mean


def poisson(x, y, time, steps=15):
    """Fit a log-linear model to rows with time as offset."""
    beta = np.zeros(x.shape[1])
    beta[0] = np.log(y.sum() / time.sum())
    for _ in range(steps):
        mean = time * np.exp(x @ beta)
        beta = beta + np.linalg.solve(x.T @ (x * mean[:, None]), x.T @ (y - mean))
    mean = time * np.exp(x @ beta)
    return beta, np.linalg.inv(x.T @ (x * mean[:, None])), mean


def linear(x, y):
    """Fit a linear model to rows."""
    bread = np.linalg.inv(x.T @ x)
    beta = bread @ (x.T @ y)
    return beta, bread, x @ beta


def firth(x, y, steps=2000):
    """Fit a logistic model with Jeffreys' penalty to rows, by short plain scoring steps."""
    beta = np.zeros(x.shape[1])
    for _ in range(steps):
        mean, slope = logit(x @ beta)
        bread = np.linalg.inv(x.T @ (x * slope[:, None]))
        hat = slope * np.einsum("ij,jk,ik->i", x, bread, x)
        beta = beta + 0.5 * bread @ (x.T @ (y - mean + hat * (0.5 - mean)))
    mean, slope = logit(x @ beta)
    return beta, np.linalg.inv(x.T @ (x * slope[:, None])), mean


def sandwich(x, bread, rest, clusters=None):
    """Give the robust covariance of rows, clusters summed first."""
    scores = x * rest[:, None]
    if clusters is not None:
        scores = np.array([scores[clusters == each].sum(0) for each in np.unique(clusters)])
    return bread @ scores.T @ scores @ bread
