/* Finds entries across spellings: BM25 (Robertson and Zaragoza 2009) over folded 4-grams of all known ways to
   ask; the best keys vote for their entries. Written for the browsers of old phones: ES5, no library. */
var Ogoh = (function () {
  'use strict';
  var SIZE = 4, K1 = 1.5, B = 0.75, VOTERS = 60, POWER = 3;
  var WORD = /[0-9A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0400-\u0481\u048a-\u052f]+/g;
  var APOSTROPHE = /(\S)['`\u00b4\u02b9\u02bb\u02bc\u02bd\u2018\u2019\u201b\u2032](?=\S)/g;
  var INVISIBLE = /[\u00ad\u0300-\u036f\u0483-\u0489\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]/g;

  function unmix(word, rules) {
    if (!/[\u0430-\u044f\u0451\u0493\u04e3\u049b\u04ef\u04b3\u04b7\u045e]/i.test(word) || !/[A-Za-z]/.test(word)) return word;
    return word.replace(/[\s\S]/g, function (c) { return rules.lookalikes[c] || c; });
  }

  function fold(text, rules) {
    text = String(text);
    if (text.normalize) text = text.normalize('NFKC');
    text = text.replace(INVISIBLE, '').replace(WORD, function (word) { return unmix(word, rules); });
    text = text.toLowerCase().replace(/\u0307/g, '').replace(APOSTROPHE, '$1');
    return (text.match(WORD) || []).map(function (word) {
      var key = word.replace(/[\s\S]/g, function (c) { return c in rules.letters ? rules.letters[c] : c; });
      for (var i = 0; i < rules.digraphs.length; i++) {
        key = key.replace(new RegExp(rules.digraphs[i][0], 'g'), rules.digraphs[i][1]);
      }
      return key.replace(/([a-z\u0430-\u044f])\1+/g, '$1');
    }).join(' ');
  }

  function grams(folded) {
    var seen = {}, found = [];
    folded.split(' ').forEach(function (word) {
      if (!word) return;
      var marked = '_' + word + '_';
      for (var i = 0; i < Math.max(1, marked.length - SIZE + 1); i++) {
        var gram = marked.substr(i, SIZE);
        if (!seen['$' + gram]) { seen['$' + gram] = true; found.push(gram); }
      }
    });
    return found;
  }

  /* entries: [{k: 'key\nkey'}]; gives the numbers of the entries that fit, best first. */
  function index(entries) {
    var keys = [], owners = [], lengths = [], total = 0;
    entries.forEach(function (entry, number) {
      if (!entry.k) return;
      entry.k.split('\n').forEach(function (key) {
        var marked = '_' + key.replace(/ /g, '_') + '_';
        keys.push(marked);
        owners.push(number);
        lengths.push(grams(key).length || 1);
        total += lengths[lengths.length - 1];
      });
    });
    var mean = total / (keys.length || 1);
    return function (folded, most) {
      var scores = [], i;
      for (i = 0; i < keys.length; i++) scores.push(0);
      grams(folded).forEach(function (gram) {
        var having = [];
        for (i = 0; i < keys.length; i++) if (keys[i].indexOf(gram) >= 0) having.push(i);
        var rare = Math.log(1 + (keys.length - having.length + 0.5) / (having.length + 0.5));
        having.forEach(function (k) {
          scores[k] += rare * (K1 + 1) / (1 + K1 * (1 - B + B * lengths[k] / mean));
        });
      });
      var best = scores.map(function (score, k) { return [score, k]; })
        .filter(function (pair) { return pair[0] > 0; })
        .sort(function (one, other) { return other[0] - one[0] || one[1] - other[1]; })
        .slice(0, VOTERS);
      var votes = {};
      best.forEach(function (pair) {
        var owner = owners[pair[1]];
        votes[owner] = (votes[owner] || 0) + Math.pow(pair[0], POWER);
      });
      return Object.keys(votes).map(Number)
        .sort(function (one, other) { return votes[other] - votes[one] || one - other; })
        .slice(0, most);
    };
  }

  return { fold: fold, grams: grams, index: index };
})();
