// Whoever is asked to sign in is nobody here yet: lessons another person kept on this device do not stay on it.
import { forget, isAble } from "./offline-store.js";

if (isAble) forget();
