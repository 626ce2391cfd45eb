/* The page: shows what is found as one types; without a word in the box, the chapters stand as they are. */
(function () {
  'use strict';
  var box = document.getElementById('q'), found = document.getElementById('found');
  var chapters = document.getElementById('chapters'), timer = null, search = null;
  var data = JSON.parse(document.getElementById('keys').textContent);
  document.getElementById('finder').hidden = false;

  function show() {
    var text = box.value.trim();
    chapters.hidden = !!text;
    found.textContent = '';
    if (!text) return;
    search = search || Ogoh.index(data.entries);
    var hits = search(Ogoh.fold(text, data.rules), 8);
    if (!hits.length) {
      found.textContent = data.nothing;
      return;
    }
    hits.forEach(function (number, rank) {
      var copy = document.getElementById(data.entries[number].i).cloneNode(true);
      copy.removeAttribute('id');
      if (rank === 0) copy.setAttribute('open', '');
      found.appendChild(copy);
    });
  }

  box.addEventListener('input', function () {
    clearTimeout(timer);
    timer = setTimeout(show, 250);
  });
  document.getElementById('finder').addEventListener('submit', function (event) {
    event.preventDefault();
    clearTimeout(timer);
    show();
    box.blur();
  });
})();
