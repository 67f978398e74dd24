// Handing in: carries what is still owed in the same request and goes on trying until the server has it.
const PAUSE = 3000;

export function handIn({ sender, paper, status, url }) {
  let going = false;
  return async () => {
    if (going) return;
    going = true;
    paper.lock();
    status.banner("handing", true);
    while (!(await sender.submit(url)) && !sender.taken) await new Promise((done) => setTimeout(done, PAUSE));
  };
}
